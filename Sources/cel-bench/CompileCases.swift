import CEL

/// How long it takes to parse, check and plan.
enum CompileCases {
  static func run() {
    let compiler = Compiler(environment: RecordCases.environment)
    print("parse, check and plan")
    for (name, text) in RecordCases.texts {
      let time = measure { _ = compiler.compile(text, expecting: .bool) }
      report(name, time, "")
    }
  }
}
