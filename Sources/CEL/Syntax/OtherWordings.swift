/// An operator or a number of an expression, and what somebody might have written in its place.
package struct OtherWording: Sendable, Equatable {
  /// What a slip of this kind is.
  package enum Kind: Sendable {
    /// The opposite condition.
    case opposite
    /// The same condition, with or without its bound.
    case bound
    /// All for any, or any for all.
    case joint
    /// Another operation on numbers.
    case operation
    /// A number that is off by one.
    case number
  }

  package let kind: Kind
  /// UTF-8 offsets within the text.
  package let range: Range<Int>
  package let text: String
}

extension Parser {
  /// The other wordings of an expression, in the order of its text; none where it has a mistake.
  package static func otherWordings(_ text: String) -> [OtherWording] {
    let (tree, _) = parse(text)
    guard tree != nil else { return [] }
    let bytes = Array(text.utf8)
    return tokens(text).flatMap { token in
      others(token.kind, String(decoding: bytes[token.range], as: UTF8.self)).map {
        OtherWording(kind: $0, range: token.range, text: $1)
      }
    }
  }

  private static func others(
    _ kind: Token.Kind, _ text: String
  ) -> [(OtherWording.Kind, String)] {
    switch kind {
    case .equal: [(.opposite, "!=")]
    case .unequal: [(.opposite, "==")]
    case .less: [(.opposite, ">="), (.bound, "<=")]
    case .lessEqual: [(.opposite, ">"), (.bound, "<")]
    case .greater: [(.opposite, "<="), (.bound, ">=")]
    case .greaterEqual: [(.opposite, "<"), (.bound, ">")]
    case .and: [(.joint, "||")]
    case .or: [(.joint, "&&")]
    case .plus: [(.operation, "-")]
    case .minus: [(.operation, "+")]
    case .star: [(.operation, "/")]
    case .slash: [(.operation, "*")]
    case .int: Int(text).flatMap { $0 < .max ? [(.number, "\($0 + 1)")] : nil } ?? []
    case .end, .identifier, .reserved, .quotedIdentifier, .uint, .double, .string, .bytes, .dot,
      .comma, .colon, .question, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket,
      .leftBrace, .rightBrace, .not, .percent, .contained:
      []
    }
  }
}
