import WorkflowEngine
import WorkflowStore

/// Where a field of a type, or a field of the entries of one of its lists, is stored.
struct FieldPlace {
  /// `name`, or `lines.amount` for a field of entries.
  let name: String
  let field: Field
  /// The slot of the field, or of its list.
  let slot: Int
  let table: String
  /// Nil where the field has a table of its own.
  let column: ValueColumn?
  /// What the field is: two definitions agree on it where this agrees.
  let kind: String

  static func all(of table: TableLayout, in layout: StoreLayout) -> [FieldPlace] {
    var places: [FieldPlace] = []
    for (slot, field) in table.type.fields.enumerated() {
      let kind = kind(of: field, in: layout)
      switch table.columns[slot] {
      case .value(let column):
        places.append(
          FieldPlace(
            name: field.name, field: field, slot: slot, table: table.plainName, column: column,
            kind: kind))
      case .links(let join, _):
        places.append(
          FieldPlace(
            name: field.name, field: field, slot: slot, table: join, column: nil, kind: kind))
      case .entries(let entries):
        places.append(
          FieldPlace(
            name: field.name, field: field, slot: slot, table: entries.plainName, column: nil,
            kind: kind))
        for (place, inner) in entries.type.fields.enumerated() {
          places.append(
            FieldPlace(
              name: "\(field.name).\(inner.name)", field: inner, slot: slot,
              table: entries.plainName,
              column: entries.columns[place],
              kind: self.kind(of: inner, in: layout)))
        }
      }
    }
    return places
  }

  private static func kind(of field: Field, in layout: StoreLayout) -> String {
    let kind = Schema.kind(of: field.type, in: layout.definition)
    return field.isInternal ? FormerField.internalMark + kind : kind
  }
}
