extension RawValue {
  /// The member of a mapping; nil where there is none of that name. Of several the first counts.
  subscript(_ name: String) -> RawValue? {
    guard case .mapping(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var elements: [RawValue]? {
    if case .list(let elements) = self { elements } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var isTrue: Bool { self == .boolean(true) }
}
