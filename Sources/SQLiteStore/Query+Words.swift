import CEL
import WorkflowEngine
import WorkflowStore

/// Columns straight to a snapshot's words: what a bulk apply reads of every record.
extension Query {
  /// The word of a column; nil where the value is no plain scalar in the form that the store
  /// writes, or is wrong.
  func word(_ column: Int32, as slot: SlotTable.Slot, _ table: SlotTable) -> Int64? {
    switch slot.code {
    case .integer: return isInteger(column) ? integer(column) : nil
    case .flag: return isInteger(column) ? (integer(column) == 0 ? 0 : 1) : nil
    case .choice: return table.index(of: bytes(column), inChoice: Int(slot.target)).map(Int64.init)
    case .date: return Self.date(bytes(column))
    case .decimal: return Self.decimal(bytes(column))
    case .text, .spelled, .reference, .list: return nil
    }
  }

  /// `2026-03-10` as a day's number.
  private static func date(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
    var digits = 0
    for place in [0, 1, 2, 3, 5, 6, 8, 9] {
      let digit = Int(text[place]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      digits = digits * 10 + digit
    }
    return CivilDate(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
      .map { Int64($0.daysSinceEpoch) }
  }

  /// A decimal without trailing zeros behind its point, as the store writes them.
  private static func decimal(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard (1...17).contains(text.count) else { return nil }
    var coefficient: Int64 = 0
    var scale = -1
    for place in (text[0] == 0x2D ? 1 : 0)..<text.count {
      let byte = text[place]
      if byte == 0x2E, scale < 0, place > 0 {
        scale = 0
        continue
      }
      guard (0x30...0x39).contains(byte) else { return nil }
      coefficient = coefficient * 10 + Int64(byte - 0x30)
      if scale >= 0 { scale += 1 }
    }
    guard coefficient < 1 << 56, text.count > (text[0] == 0x2D ? 1 : 0) else { return nil }
    if scale == 0 || scale > 0 && coefficient % 10 == 0 { return nil }
    return (text[0] == 0x2D ? -coefficient : coefficient) << 6 | Int64(max(0, scale))
  }
}
