public import Diagnostics

extension DefinitionLoader {
  /// A page for every code that only a workflow file can have.
  ///
  /// Mistakes of YAML's form have their pages in `YAML`, those in formulas in `CEL`.
  public static let pages: [DiagnosticPage] =
    Mistake.formPages + Mistake.namePages + Mistake.unknownPages + Mistake.valuePages
    + Mistake.effectPages + Mistake.partPages + Mistake.migrationPages

  /// Every code that only a workflow file can have.
  public static let codes: [String] = Mistake.Code.allCases.map(\.rawValue)
}

extension Mistake {
  static func page(
    _ code: Code, _ title: String, bad: String, good: String, _ reason: String
  ) -> DiagnosticPage {
    DiagnosticPage(code: code.rawValue, title: title, bad: bad, good: good, reason: reason)
  }
}
