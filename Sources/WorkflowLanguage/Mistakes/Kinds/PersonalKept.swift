import Diagnostics

extension Mistake.Kind {
  static let personalKept = Mistake.Kind(
    "personal-kept", "Something personal that would be kept",
    bad: """
      workflow: shop
      records:
        customer:
          fields: {name: {type: text, personal: true}}
        sale:
          fields: {customer: customer?, buyer: text?}
          transitions:
            sell: {effects: [{when: customer != null, set: {buyer: =customer.name}}]}

      """,
    good: """
      workflow: shop
      records:
        customer:
          fields: {name: {type: text, personal: true}}
        sale:
          fields: {customer: customer?, buyer: {type: text?, personal: true}}
          transitions:
            sell: {effects: [{when: customer != null, set: {buyer: =customer.name}}]}

      """,
    reason: """
      What is made of something personal is as personal as it is. A field that gets such a value \
      must say so too: then its former values in the history, and what is made of it in turn, go \
      when the record is erased that the value came from. The key of a message, under which it is \
      looked up and acknowledged elsewhere, cannot be personal at all. What a condition finds out \
      is not personal: 'when:' may read it.
      """)
}

extension Mistake {
  static func personalInField(_ field: String) -> Mistake {
    Mistake(
      .personalKept, "'\(field)' would keep something personal",
      label: "add 'personal: true' to \(field)",
      help: "or use a condition: what it finds out is not personal")
  }

  static func personalInInput(_ input: String, of event: String) -> Mistake {
    Mistake(
      .personalKept, "'\(input)' of '\(event)' would keep something personal",
      label: "send it only where '\(event)' puts '\(input)' into a field with 'personal: true'",
      help: "or use a condition: what it finds out is not personal")
  }

  static func personalInKey() -> Mistake {
    Mistake(
      .personalKept, "the key of a message cannot hold something personal",
      label: "use other fields, or leave 'key' out")
  }
}
