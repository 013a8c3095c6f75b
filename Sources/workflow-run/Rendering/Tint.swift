import Diagnostics

/// Colours by what they are used for; without them the text says the same.
struct Tint: Sendable {
  var isOn: Bool

  static let none = Tint(isOn: false)

  func strong(_ text: String) -> String { paint(text, "1") }
  func bad(_ text: String) -> String { paint(text, "1;31") }
  func good(_ text: String) -> String { paint(text, "32") }
  func changed(_ text: String) -> String { paint(text, "33") }
  func faint(_ text: String) -> String { paint(text, "2") }

  /// A sign of a plan in the colour of its meaning.
  func sign(_ sign: PlanSign) -> String {
    switch sign {
    case .created: good(sign.rawValue)
    case .changed: changed(sign.rawValue)
    case .removed: bad(sign.rawValue)
    case .untouched: faint(sign.rawValue)
    case .message: strong(sign.rawValue)
    }
  }

  private func paint(_ text: String, _ code: String) -> String {
    isOn ? Paint.painted(text, code) : text
  }
}

/// What a line of a plan is about.
enum PlanSign: String, Sendable {
  case created = "+"
  case changed = "~"
  case removed = "-"
  case untouched = "="
  case message = "!"
}

extension String {
  /// The text with spaces behind it until it takes so many terminal cells.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth))
  }

  /// The text, cut with an ellipsis where it takes more terminal cells.
  func cut(to width: Int) -> String {
    if displayWidth <= width { return self }
    var shown = ""
    var used = 0
    for scalar in unicodeScalars {
      used += String(scalar).displayWidth
      if used >= width { break }
      shown.unicodeScalars.append(scalar)
    }
    return shown + "…"
  }
}
