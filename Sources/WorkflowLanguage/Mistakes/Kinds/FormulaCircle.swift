import Diagnostics

extension Mistake.Kind {
  static let formulaCircle = Mistake.Kind(
    "formula-circle", "Computed fields that are built on each other",
    bad: """
      workflow: invoices
      records:
        invoice:
          fields:
            net: {formula: gross - tax}
            tax: {formula: net * 0.19}
            gross: decimal

      """,
    good: """
      workflow: invoices
      records:
        invoice:
          fields:
            net: {formula: gross - tax}
            tax: {formula: gross * 0.19 / 1.19}
            gross: decimal

      """,
    reason: """
      A computed field must come out from what is stored; in a circle there is no \
      first value.
      """)
}

extension Mistake {
  /// - Parameter circle: What is built on what, the last on the first.
  static func formulaCircle(_ circle: [(name: String, range: SourceRange)]) -> Mistake {
    Mistake.circle(
      .formulaCircle, circle, "formulas are built on each other in a circle",
      verb: "is built on", label: "compute one of them from other fields")
  }
}
