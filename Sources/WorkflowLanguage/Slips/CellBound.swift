import CEL
import Diagnostics

/// A number, a day or a length of time that a cell of a table is written with.
struct CellBound {
  let text: String
  let range: SourceRange
  /// The bound belongs to the other side: `< 1.5` instead of `<= 1.5`; nil where it is none.
  let otherEnd: Mend.Edit?
  /// The same with the next value; nil where that is not known.
  var next: String? { CellBound.next(text) }
  /// By what bounds of a column are compared.
  private let place: Double

  /// All of a cell.
  ///
  /// - Parameter range: the whole cell, quotes and brackets included.
  static func all(in range: SourceRange) -> [CellBound] {
    let text = range.text
    var found: [CellBound] = []
    var word = text.startIndex
    while word < text.endIndex {
      guard belongs(text[word]) else {
        word = text.index(after: word)
        continue
      }
      var end = word
      while end < text.endIndex, belongs(text[end]), !text[end...].hasPrefix("..") {
        end = text.index(after: end)
      }
      if let bound = CellBound(word..<end, of: text, in: range) { found.append(bound) }
      word = end
      while text[word...].hasPrefix(".") { word = text.index(after: word) }
    }
    return found
  }

  private static func belongs(_ letter: Character) -> Bool {
    letter.isLetter || letter.isNumber || "-.:+_".contains(letter)
  }

  private init?(_ place: Range<String.Index>, of text: String, in range: SourceRange) {
    let word = String(text[place])
    guard let number = CellBound.place(of: word) else { return nil }
    self.text = word
    self.place = number
    func edit(_ place: Range<String.Index>, _ new: String) -> Mend.Edit {
      let start = range.start + text[..<place.lowerBound].utf8.count
      return Mend.Edit(
        SourceRange(file: range.file, start: start, end: start + text[place].utf8.count), new)
    }
    self.range = edit(place, "").range
    let (before, after) = (text[..<place.lowerBound], text[place.upperBound...])
    let last = before.indices.last
    let sign = before.lastIndex { $0 != " " }
    otherEnd =
      if after.hasPrefix("<..") {
        edit(place.upperBound..<text.index(after: place.upperBound), "")
      } else if after.hasPrefix("..") {
        edit(place.upperBound..<place.upperBound, "<")
      } else if before.hasSuffix("..<"), let last {
        edit(last..<place.lowerBound, "")
      } else if before.hasSuffix("..") {
        edit(place.lowerBound..<place.lowerBound, "<")
      } else if let sign, "<>".contains(text[sign]) {
        edit(text.index(after: sign)..<text.index(after: sign), "=")
      } else if let sign, text[sign] == "=" {
        edit(sign..<text.index(after: sign), "")
      } else {
        nil
      }
  }

  private static func place(of word: String) -> Double? {
    if let day = CivilDate(text: word) { return Double(day.daysSinceEpoch) }
    if Decimal(text: word) != nil { return Double(word) }
    return PlainDuration.microseconds(word).map { Double($0) }
  }

  /// One more, a day later, or longer by one of its first unit.
  static func next(_ word: String) -> String? {
    if let day = CivilDate(text: word) {
      guard day < .latest else { return nil }
      return "\(CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1))"
    }
    let digits = word.prefix { $0.isNumber || ($0 == "-" && !word.contains(".")) }
    guard Decimal(text: word) != nil || PlainDuration.microseconds(word) != nil,
      let number = Int(digits), number < .max
    else { return nil }
    return "\(number + 1)" + word.dropFirst(digits.count)
  }

  /// Those of one value, or of values beside each other, which move together.
  static func groups(_ bounds: [CellBound]) -> [[CellBound]] {
    var groups: [[CellBound]] = []
    for bound in bounds.sorted(by: { $0.place < $1.place }) {
      if let last = groups.last?.last, bound.place - last.place <= 1 {
        groups[groups.count - 1].append(bound)
      } else {
        groups.append([bound])
      }
    }
    return groups
  }

  /// Those of one value, of the kinds between whose values there are others.
  static func equals(_ bounds: [CellBound]) -> [[CellBound]] {
    let fine = bounds.filter { Int($0.text) == nil && CivilDate(text: $0.text) == nil }
    return Dictionary(grouping: fine, by: \.place).values.sorted { $0[0].place < $1[0].place }
  }
}
