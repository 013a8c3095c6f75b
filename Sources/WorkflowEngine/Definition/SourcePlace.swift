/// Where something is written: the file as the reader knows it, line and column from 1.
public struct SourcePlace: Hashable, Sendable, Codable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file):\(line):\(column)" }
}
