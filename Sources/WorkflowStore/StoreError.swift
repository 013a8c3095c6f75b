/// Why a store could not do what was asked of it, in a sentence, with a way out.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// There is no file.
    case missing
    /// Others are writing and did not finish in time; nothing is wrong with the store.
    case busy
    /// The file or its folder may not be written.
    case readOnly
    /// The store cannot be read where it stands without writing beside it.
    case needsWriting
    /// The file's bytes are not what they should be.
    case damaged
    /// The file is something else.
    case notAStore
    /// The disk, or the size the store may have, is exhausted.
    case full
    /// The store holds nothing of the workflow yet.
    case unknownWorkflow
    /// The store was made by another definition and has not been moved to this one.
    case otherDefinition
    /// The store cannot be moved to this definition.
    case migration
    /// A value is not of its field's type, or a record points at one that is not there.
    case badRecord
    /// A view was used after its reading had ended, or committed twice.
    case viewEnded
    /// Anything else that the file system or the database said.
    case failed
  }

  public var kind: Kind
  /// What happened: one phrase, lower case, no period.
  public var sentence: String
  /// What to do about it.
  public var hint: String
  /// A text to be put into a file, beside the hint; empty where there is none.
  public var block: String

  public init(_ kind: Kind, _ sentence: String, hint: String = "", block: String = "") {
    self.kind = kind
    self.sentence = sentence
    self.hint = hint
    self.block = block
  }

  public var description: String { hint.isEmpty ? sentence : "\(sentence); \(hint)" }
}
