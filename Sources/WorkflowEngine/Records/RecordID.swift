/// Why a text cannot be the id of a record.
public enum IDMistake: Sendable, Equatable {
  /// It is empty, too long, or not of one line.
  case form
  /// It looks as if the store had given it, with a number that the store never reaches.
  case number
}

/// What ids of records look like, wherever they come from.
public enum RecordID {
  public static let maximumBytes = 512
  /// The highest number in ids that the store goes on from; more are made in no lifetime.
  public static let highestNumber = 999_999_999_999_999
}

extension RecordType {
  /// What is wrong with an id for a new record; nil where nothing is.
  public func mistake(inID id: String) -> IDMistake? {
    let length = id.utf8.count
    if length == 0 || length > RecordID.maximumBytes || id.utf8.contains(where: { $0 < 0x20 }) {
      return .form
    }
    if let number = number(inID: id), number > RecordID.highestNumber { return .number }
    return nil
  }

  /// The number in an id that looks as if the store had given it: 7 in `invoice-7`.
  package func number(inID id: String) -> Int? {
    guard id.hasPrefix("\(name)-") else { return nil }
    let digits = id.utf8.dropFirst(name.utf8.count + 1)
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(Substring(digits)) ?? .max
  }
}
