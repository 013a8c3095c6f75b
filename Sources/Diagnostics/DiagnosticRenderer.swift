/// Shows a diagnostic the way `cargo` does: message, place, the line, marks, notes.
///
/// The answer ends with a line break; its colours show once it went through `Paint.opened`.
public struct DiagnosticRenderer: Sendable {
  /// Whether colours are used; they never carry meaning alone.
  public var color: Bool

  public init(color: Bool) {
    self.color = color
  }

  public func render(_ diagnostic: Diagnostic) -> String {
    let tint = Style.of(diagnostic.severity)
    var lines = [
      paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", tint)
        + paint(": \(diagnostic.message.shownOnOneLine)", .strong)
    ]
    var gutter = " "
    if let range = diagnostic.range {
      let number = String(range.startPosition.line)
      gutter = String(repeating: " ", count: number.utf8.count + 1)
      lines.append(
        paint("\(gutter.dropLast())-->", .gutter) + " \(range.place.shownOnOneLine)")
      lines += excerpt(range, number, gutter, diagnostic.label, tint)
    }
    for note in diagnostic.notes { lines.append(remark("note", sentence(note), gutter)) }
    if diagnostic.range == nil, let label = diagnostic.label {
      lines.append(remark("help", label, gutter))
    }
    if let help = diagnostic.help { lines.append(remark("help", help, gutter)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func excerpt(
    _ range: SourceRange, _ number: String, _ gutter: String, _ label: String?, _ tint: Style
  ) -> [String] {
    let excerpt = SourceExcerpt(range)
    let bar = paint("\(gutter)|", .gutter)
    let text = excerpt.text.isEmpty ? "" : " \(excerpt.text)"
    let marks = String(repeating: "^", count: excerpt.markWidth)
    let tail = label.map { " \($0.shownOnOneLine)" } ?? ""
    return [
      bar,
      paint("\(number) |", .gutter) + text,
      bar + " " + String(repeating: " ", count: excerpt.markStart) + paint(marks + tail, tint),
    ]
  }

  private func remark(_ kind: String, _ text: String, _ gutter: String) -> String {
    paint("\(gutter)=", .gutter) + " " + paint(kind, .strong) + ": \(text.shownOnOneLine)"
  }

  /// A note that ends in "here" is followed by its place.
  private func sentence(_ note: Diagnostic.Note) -> String {
    guard let place = note.range?.place else { return note.message }
    if note.message.hasSuffix("here)") { return "\(note.message.dropLast()): \(place))" }
    if note.message.hasSuffix("here") { return "\(note.message): \(place)" }
    return "\(note.message) (\(place))"
  }

  private func paint(_ text: String, _ style: Style) -> String {
    color ? Paint.painted(text, style.rawValue) : text
  }
}

/// The colours of a terminal, by what they are used for.
private enum Style: String {
  case error = "1;31"
  case warning = "1;33"
  case note = "1;36"
  case gutter = "1;34"
  case strong = "1"

  static func of(_ severity: Diagnostic.Severity) -> Style {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
