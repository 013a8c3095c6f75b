package import Diagnostics

/// One change that a slip of the hand could make to a definition, and that its scenarios should
/// notice.
package struct Slip: Sendable {
  package enum Kind: String, Sendable, CaseIterable, Codable {
    /// A guard, a question, an effect … is not there.
    case leftOut = "left_out"
    /// A condition says its opposite.
    case negated
    /// A bound is not counted in where it was, or all is asked for any.
    case loosened
    /// A number, a time or a default is another one.
    case shifted
    /// A state, an operation or the order of ways is another one.
    case swapped
  }

  package let kind: Kind
  /// What is changed: `without guard 'paid' of account.close`.
  package let sentence: String
  package let range: SourceRange
  package let edits: [Mend.Edit]
  /// The invariant that it concerns; nil for a slip anywhere else.
  package let invariant: String?
  /// Whether the invariant asks less with it than before.
  package let isLoosening: Bool
}
