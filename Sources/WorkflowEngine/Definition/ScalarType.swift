public import CEL

/// The types of fields that need nothing beside their name, as files write them.
///
/// A value is one word, but for texts. What is known of each type stands here: its name is the
/// case's, the rest is its row in `traits`, and two functions lead from words to values and back.
public enum ScalarType: String, CaseIterable, Sendable, BitwiseCopyable {
  case text, integer, decimal, boolean, date, timestamp, duration

  /// The type as a field has it.
  public var fieldType: FieldType { .plain(self) }

  /// The type as formulas see it.
  public var formulaType: CELType { traits.formulaType }

  /// Whether a value is one word; texts are kept elsewhere.
  @inline(__always)
  public var isWord: Bool { self != .text }
}

/// What is known of a scalar type.
package struct ScalarTraits {
  /// How a store keeps a value, in its columns and in its JSON.
  package enum Storage { case integer, flag, text }

  /// The type as formulas see it.
  package let formulaType: CELType
  package let storage: Storage
  /// A column's type as SQLite and its tools see it.
  package let column: String
  /// The function that formulas write a constant with; nil where the text stands by itself.
  package let constructor: String?
  /// Whether JSON for programs has values of its own for it; texts keep all others exact.
  package let isNativeInJSON: Bool
  /// The text of a word, as files write it.
  package let text: (Int64) -> String
  /// The word of a text; nil for what is none.
  package let word: (String) -> Int64?
}

extension ScalarType {
  package var traits: ScalarTraits {
    switch self {
    case .text:
      ScalarTraits(
        formulaType: .string, storage: .text, column: "TEXT", constructor: nil,
        isNativeInJSON: true, text: { _ in "" }, word: { _ in nil })
    case .integer:
      ScalarTraits(
        formulaType: .int, storage: .integer, column: "INTEGER", constructor: nil,
        isNativeInJSON: true, text: { String($0) }, word: { Int64($0) })
    case .decimal:
      ScalarTraits(
        formulaType: .decimal, storage: .text, column: "DECIMAL_TEXT", constructor: nil,
        isNativeInJSON: false, text: { Decimal(packed: $0).description },
        word: { Decimal(text: $0)?.packed })
    case .boolean:
      ScalarTraits(
        formulaType: .bool, storage: .flag, column: "BOOLEAN", constructor: nil,
        isNativeInJSON: true, text: { $0 != 0 ? "true" : "false" },
        word: { ["true": 1, "1": 1, "false": 0, "0": 0][$0] })
    case .date:
      ScalarTraits(
        formulaType: .date, storage: .text, column: "DATE_TEXT", constructor: "date",
        isNativeInJSON: false,
        text: { CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: $0)).description },
        word: { CivilDate(text: $0).map { Int64($0.daysSinceEpoch) } })
    case .timestamp:
      ScalarTraits(
        formulaType: .timestamp, storage: .text, column: "TIMESTAMP_TEXT",
        constructor: "timestamp", isNativeInJSON: false,
        text: { Timestamp(microseconds: $0).description },
        word: { Timestamp(text: $0)?.microseconds })
    case .duration:
      ScalarTraits(
        formulaType: .duration, storage: .integer, column: "MICROSECONDS_INTEGER",
        constructor: "duration", isNativeInJSON: false,
        text: { TimeSpan(microseconds: $0).description }, word: { _ in nil })
    }
  }

  /// The value that a word stands for, as formulas see it.
  @inline(__always)
  package func value(_ word: Int64) -> Value {
    switch self {
    case .text: .null
    case .integer: .int(word)
    case .decimal: .decimal(Decimal(packed: word))
    case .boolean: .bool(word != 0)
    case .date: .date(CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: word)))
    case .timestamp: .timestamp(Timestamp(microseconds: word))
    case .duration: .duration(TimeSpan(microseconds: word))
    }
  }

  /// The word of a formula's value; nil where it is none of this type.
  @inline(__always)
  package func word(of value: Value) -> Int64? {
    switch (self, value) {
    case (.integer, .int(let number)): number
    case (.decimal, .decimal(let decimal)): decimal.packed
    case (.decimal, .int(let number)): Decimal(exactly: number)?.packed
    case (.boolean, .bool(let flag)): flag ? 1 : 0
    case (.date, .date(let date)): Int64(date.daysSinceEpoch)
    case (.timestamp, .timestamp(let time)): time.microseconds
    case (.duration, .duration(let span)): span.microseconds
    case (.text, _), (.integer, _), (.decimal, _), (.boolean, _), (.date, _), (.timestamp, _),
      (.duration, _):
      nil
    }
  }
}
