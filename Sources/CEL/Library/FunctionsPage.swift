/// The page of all functions (docs/functions.md), made of what each says of itself.
package enum FunctionsPage {
  package static var text: String {
    var text = """
      # Functions

      What formulas can call, beside the operators and macros of [expressions](expressions.md). `x` and `y`
      are values of any type that makes sense, `a`, `b` and `n` are numbers; what stands last in the
      parentheses may often be left out.

      """
    for (heading, library) in sections {
      text += "\n## \(heading)\n\n| call | gives |\n|---|---|\n"
      for function in Function.all where function.library == library {
        text += "| `\(function.page.call)` | \(function.page.sentence) |\n"
      }
    }
    return text
  }

  private static let sections: [(String, Environment.Extensions)] = [
    ("Of workflows", .workflow), ("Of CEL", []), ("CEL's library of texts", .strings),
    ("CEL's library of optional values", .optionals), ("CEL's library of mathematics", .math),
    ("CEL's library of encoders", .encoders),
  ]
}
