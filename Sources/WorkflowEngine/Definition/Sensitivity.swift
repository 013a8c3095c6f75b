/// What a value is marked with, and with it all that formulas make of it.
struct Sensitivity: Hashable {
  /// Who may see it; nil where anybody may.
  var secrecy: Secrecy?
  /// Whether it is somebody's personal value, which goes when that record is erased.
  var isPersonal = false

  /// Of what is not marked.
  static let none = Sensitivity()

  var isNothing: Bool { self == .none }

  init(secrecy: Secrecy? = nil, isPersonal: Bool = false) {
    self.secrecy = secrecy
    self.isPersonal = isPersonal
  }

  init(of field: Field) {
    self.init(
      secrecy: field.seenBy.map(Secrecy.init(seenBy:)), isPersonal: field.isPersonal)
  }

  /// What is made of both has the marks of both.
  mutating func add(_ other: Sensitivity) {
    secrecy.add(other.secrecy)
    isPersonal = isPersonal || other.isPersonal
  }
}
