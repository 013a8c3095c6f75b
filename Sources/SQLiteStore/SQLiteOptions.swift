/// How a store's file is opened.
public struct SQLiteOptions: Sendable {
  public enum Access: Sendable {
    /// Reads only; neither the file nor its log changes, and where possible no file is made beside
    /// it.
    case readOnly
    case readWrite
  }

  public var access: Access
  /// Whether a missing file is made.
  public var createsFile: Bool
  /// How long to wait for other processes that write, in seconds.
  public var waitSeconds: Double
  /// Whether a commit is on the disk before it is answered; otherwise a power cut may take back the
  /// last ones, each of them whole.
  public var isDurable = false
  /// The size that the file may have, in pages of 4096 bytes.
  public var maximumPages: Int?
  /// The text of the definition, which the store keeps when it first sees it.
  public var definitionText: (@Sendable () -> String?)?
  /// Whether a file that is read in place stays open when the store goes, for a process that ends
  /// then: closing it would take a thread, and nobody is told anything by it.
  public var isLeftOpen = false

  public init(
    access: Access = .readWrite, createsFile: Bool = true, waitSeconds: Double = 30,
    maximumPages: Int? = nil, definitionText: (@Sendable () -> String?)? = nil
  ) {
    self.access = access
    self.createsFile = createsFile
    self.waitSeconds = waitSeconds
    self.maximumPages = maximumPages
    self.definitionText = definitionText
  }
}
