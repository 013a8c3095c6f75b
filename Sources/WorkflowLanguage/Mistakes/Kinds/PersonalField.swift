import Diagnostics

extension Mistake.Kind {
  static let personalField = Mistake.Kind(
    "personal-field", "What cannot be personal",
    bad: """
      workflow: shop
      records:
        customer: {fields: {name: text}}
        sale:
          fields:
            customer: {type: customer?, personal: true}

      """,
    good: """
      workflow: shop
      records:
        customer: {fields: {name: {type: text, personal: true}}}
        sale:
          fields:
            customer: customer?

      """,
    reason: """
      A reference holds the id of a record and nothing of it. Where that record is erased, \
      references to it become empty anyway; what is personal are its fields.
      """)
}

extension Mistake {
  static func personalReference() -> Mistake {
    Mistake(
      .personalField, "a reference cannot be personal: it holds nothing of the record",
      label: "leave it out, and make fields of that record personal")
  }
}
