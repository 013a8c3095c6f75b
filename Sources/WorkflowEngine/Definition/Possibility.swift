/// Something that must be reachable at all: a record of the type that meets the condition.
///
/// No step is refused for it; scenarios show that it can be reached, or do not.
public struct Possibility: Sendable {
  public let name: String
  public let recordType: Int
  public let check: Condition
  /// What is said where nothing leads there.
  public let otherwise: Sentence?
  /// Whether the way there has to stay open for each record, whatever happens to it.
  public let isAlways: Bool
  public let place: SourcePlace

  public init(
    name: String, recordType: Int, check: Condition, otherwise: Sentence?, isAlways: Bool = false,
    place: SourcePlace
  ) {
    self.isAlways = isAlways
    self.name = name
    self.recordType = recordType
    self.check = check
    self.otherwise = otherwise
    self.place = place
  }
}
