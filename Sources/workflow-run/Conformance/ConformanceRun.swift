import CEL
import JSONText
import RecordFiles
import TextFiles
import Workflow

/// Answers tests of the CEL specification, one line for each, so that engines can be compared.
struct ConformanceRun {
  /// Where a row came to its end.
  enum Stage: String {
    case parse, check, eval
  }

  /// A longer line is no test.
  static let longestLine = 1 << 26

  /// What most rows are evaluated in: nothing but the extension libraries.
  private let plain = Compiler(environment: Environment(extensions: .standard))

  /// Reads rows to the end of the input and writes an answer for each.
  func run(_ input: ByteStream, _ output: OutputStream) throws {
    var line = 0
    while let bytes = try input.nextLine(limit: ConformanceRun.longestLine) {
      line += 1
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      try output.write(data: answer(bytes, line: line).compact + "\n")
      // Whoever waits for an answer before the next row gets it.
      if input.isDrained { try output.flush() }
    }
    try output.flush()
  }

  /// The answer to a row.
  func answer(_ bytes: [UInt8], line: Int) -> JSON {
    var reader = JSONReader(bytes: bytes, firstLine: line)
    var uid: String?
    do {
      let json = try reader.document()
      uid = json["uid"]?.word
      return answer(try ConformanceRow(json), uid: uid)
    } catch let mistake as JSONReader.Mistake {
      return failure(uid, .parse, "line \(mistake.line) is no JSON: \(mistake.reason)")
    } catch let mistake as ConformanceMistake {
      return failure(uid, .parse, "line \(line) is no test: \(mistake.reason)")
    } catch {
      return failure(uid, .parse, "line \(line) is no test: \(error)")
    }
  }

  private func answer(_ row: ConformanceRow, uid: String?) -> JSON {
    let compiler = compiler(for: row)
    let (tree, mistakes) = compiler.parse(row.expression)
    guard let tree else { return failure(uid, .parse, sentence(mistakes)) }
    let program: CEL.Program
    if row.isUnchecked {
      program = compiler.planUnchecked(tree)
    } else {
      let (checked, issues) = compiler.compile(tree)
      guard let checked else { return failure(uid, .check, sentence(issues)) }
      program = checked
    }
    let type = ("type", ConformanceType.json(program.type))
    if row.isCheckOnly { return .object([("uid", .optional(uid)), type]) }
    let frame = Frame(reader: CEL.RecordReader(), slotCount: row.variables.count)
    frame.fill(row.variables.map(\.value))
    let value = program.evaluate(frame)
    if let problem = value.problem { return failure(uid, .eval, problem) }
    return .object([("uid", .optional(uid)), type, ("value", ConformanceValue.json(value))])
  }

  private func compiler(for row: ConformanceRow) -> Compiler {
    if row.variables.isEmpty, row.functions.isEmpty, row.container.isEmpty { return plain }
    var environment = Environment(extensions: .standard, container: row.container)
    environment.functions = row.functions
    environment.variables = row.variables.enumerated().map { slot, variable in
      Environment.Variable(name: variable.name, type: variable.type, slot: slot)
    }
    return Compiler(environment: environment)
  }

  private func sentence(_ issues: [Issue]) -> String {
    issues.first { $0.severity == .error }?.message ?? "the expression has a mistake"
  }

  private func failure(_ uid: String?, _ stage: Stage, _ message: String) -> JSON {
    .object([
      ("uid", .optional(uid)),
      ("error", .object([("stage", .string(stage.rawValue)), ("message", .string(message))])),
    ])
  }
}
