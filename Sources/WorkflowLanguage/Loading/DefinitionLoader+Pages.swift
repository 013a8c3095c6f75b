public import Diagnostics

extension DefinitionLoader {
  /// A page for every code that only a workflow file can have.
  ///
  /// Mistakes of YAML's form have their pages in `YAML`, those in formulas in `CEL`.
  public static let pages: [DiagnosticPage] = Mistake.Kind.all.map(\.page)

  /// Every code that only a workflow file can have.
  public static let codes: [String] = Mistake.Kind.all.map(\.code)
}
