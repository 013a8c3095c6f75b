package import YAML

/// A mapping with stated keys: of a workflow's file or of another that is read alike.
package protocol KeyedForm: Sendable {
  /// As in messages: "a transition".
  var name: String { get }
  /// The keys that it may have, in the order in which messages list them.
  var keys: [FormKey] { get }
}

/// A key that a mapping may have: what stands behind it and what it means.
package struct FormKey: Sendable {
  /// What can stand behind a key.
  package indirect enum Shape: Sendable {
    /// A text as it is; a name that the file declares.
    case text, name
    /// True or false; a whole number from 1.
    case flag, count
    /// A value of the field's type, or a formula after `=`.
    case value
    /// A field's type, such as `date?`.
    case type
    /// A formula; one or several conditions; a text with formulas in braces.
    case formula, condition, sentence
    /// States of the record type.
    case states
    /// A mapping with stated keys.
    case mapping(any KeyedForm)
    /// A list; a mapping of names.
    case list(Shape)
    case names(Shape)
    case either([Shape])

    static func form(_ kind: FormKind) -> Shape { .mapping(kind) }
  }

  package let name: String
  package let shape: Shape
  /// One line on what it is for.
  package let meaning: String
  /// What its list or mapping names, where an empty one would say nothing.
  package let holds: String?
  /// Whether `null` says something: that there is no value.
  package let mayBeNull: Bool

  package init(
    _ name: String, _ shape: Shape, _ meaning: String, holds: String? = nil,
    mayBeNull: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.meaning = meaning
    self.holds = holds
    self.mayBeNull = mayBeNull
  }

  /// In which way what stands behind the key says nothing.
  package enum Emptiness: Sendable {
    /// Nothing at all, or `null` where that is no value.
    case nothing
    /// A list or a mapping without entries.
    case without(String)
  }

  package func emptiness(of value: Node) -> Emptiness? {
    if value.isScalar {
      return value.isNothing || (value.isNull && !mayBeNull) ? .nothing : nil
    }
    return value.count == 0 ? holds.map { .without($0) } : nil
  }
}
