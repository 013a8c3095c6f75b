import Diagnostics

/// Words that several kinds share.
extension Mistake {
  /// The mistake with the name that was probably meant, or another label where none is close.
  func meaning(
    _ name: String, in names: some Sequence<String>, otherwise label: String? = nil
  ) -> Mistake {
    var mistake = self
    mistake.replacement = suggestion(for: name, among: names)
    mistake.label = mistake.replacement.map { "did you mean \($0)?" } ?? label
    return mistake
  }

  /// A note with what there is, where a name means nothing.
  static func known(
    _ words: String, _ names: [String], _ declared: SourceRange? = nil
  ) -> [Diagnostic.Note] {
    var list = names.prefix(12).joined(separator: ", ")
    if names.count > 12 { list += " …" }
    let sentence = names.isEmpty ? "there are none" : "\(words) \(list)"
    return [.init(declared == nil ? sentence : "\(sentence) (declared here)", range: declared)]
  }

  /// The message, the note and the place of each step of a circle; the story of a very long one is
  /// told by its beginning.
  ///
  /// - Parameters:
  ///   - circle: What leads to what, the last to the first.
  ///   - verb: How one leads to the next: "sends".
  static func circle(
    _ kind: Kind, _ circle: [(name: String, range: SourceRange)], _ message: String, verb: String,
    end: String = "", label: String
  ) -> Mistake {
    var names = circle.prefix(10).map(\.name)
    if circle.count > names.count { names.append("…") }
    if let first = names.first { names.append(first) }
    return Mistake(
      kind, "\(message): \(names.joined(separator: " → "))\(end)", label: label,
      notes: circle.prefix(10).enumerated().map { index, step in
        let next = circle[(index + 1) % circle.count].name
        return .init("\(step.name) \(verb) \(next) here", range: step.range)
      })
  }
}
