extension Explanation {
  /// A part of an expression with the value it has, and the parts that made it so.
  public struct Part: Sendable {
    /// What decides its value.
    public enum Kind: String, Sendable, CaseIterable, Codable {
      /// `&&`: all parts must hold.
      case all
      /// `||`: one part must hold.
      case any
      /// `!`: the only part must not hold.
      case not
      /// `?:`: a condition, and behind it the value that it chose, if it chose one.
      case choice
      /// `all()`: a part for each element.
      case every
      /// `exists()`: a part for each element.
      case some
      /// What has no conditions inside: a comparison, a name, a computation.
      case plain
    }

    public var kind: Kind
    /// Where the part stands in the expression's text, in UTF-8 bytes.
    public var range: Range<Int>
    public var text: String
    /// Its value; an error says why there is none.
    public var value: Value
    /// The element of a set or list that it is about.
    public var element: Value?
    /// What it read, where it has no parts.
    public var reads: [Read]
    public var parts: [Part]
    /// How many parts were left out because there are too many.
    public var leftOut: Int
  }
}
