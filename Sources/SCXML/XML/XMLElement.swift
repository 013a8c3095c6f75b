import Diagnostics

/// An element of an XML document, with where it is written.
struct XMLElement {
  let namespace: String
  let name: String
  let attributes: [XMLAttribute]
  var children: [XMLElement] = []
  /// The characters between the tags, without those of inner elements.
  var text = ""
  /// The name in the opening tag.
  let range: SourceRange

  func attribute(_ name: String) -> XMLAttribute? {
    attributes.first { $0.namespace.isEmpty && $0.name == name }
  }
}

/// An attribute with its value, references resolved.
struct XMLAttribute {
  let namespace: String
  let name: String
  let value: String
  /// What stands between the quotes.
  let range: SourceRange
}
