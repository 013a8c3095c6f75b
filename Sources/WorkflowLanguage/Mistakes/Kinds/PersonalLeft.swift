import Diagnostics

extension Mistake.Kind {
  static let personalLeft = Mistake.Kind(
    "personal-left", "Something personal that erasing leaves", severity: .warning,
    bad: """
      workflow: shop
      records:
        customer:
          fields: {name: {type: text, personal: true}}
          relations: {sales: {many: sale}}
          transitions:
            forget: {effects: [{erase: customer}]}
        sale:
          fields: {customer: customer?, buyer: {type: text?, personal: true}}
          transitions:
            sell: {effects: [{when: customer != null, set: {buyer: =customer.name}}]}

      """,
    good: """
      workflow: shop
      records:
        customer:
          fields: {name: {type: text, personal: true}}
          relations: {sales: {many: sale}}
          transitions:
            forget:
              effects:
                - {for: sales, set: {buyer: null}}
                - {erase: customer}
        sale:
          fields: {customer: customer?, buyer: {type: text?, personal: true}}
          transitions:
            sell: {effects: [{when: customer != null, set: {buyer: =customer.name}}]}

      """,
    reason: """
      Erasing takes what histories, messages, waiting requests and answers hold of a record, but \
      changes no other record by itself: what a field of another one holds now, the definition has \
      to empty, in the transition that erases or in an event that it sends.
      """)
}

extension Mistake {
  /// - Parameter effect: What empties the field, where that is known.
  static func personalLeft(
    _ field: String, of type: String, erased: String, emptied effect: String?,
    declared: SourceRange?
  ) -> Mistake {
    Mistake(
      .personalLeft, "erasing a \(erased) leaves '\(field)' of \(type), which is made of it",
      label: effect.map { "put '\($0)' before it" }
        ?? "before it, give '\(field)' of its \(type) records another value",
      notes: declared.map { [.init("it is made of it here", range: $0)] } ?? [])
  }
}
