/// A condition that compares no more than single words of records with constants, laid out as
/// tests that a host runs on the words themselves: no node, no frame, no reader.
///
/// Each test says where to go on when it holds, when it does not, and when it cannot be told. What
/// must be remembered on the way, that a part before could not be told, lies in the place: such a
/// part's successors stand there a second time. So it needs no memory, and looks at words in the
/// order in which the program would.
public struct WordTest: Sendable {
  /// The tests; the first begins.
  public let tests: [Test]

  /// One comparison.
  public struct Test: BitwiseCopyable, Sendable {
    /// How a word is compared.
    public enum Comparison: UInt8, BitwiseCopyable, Sendable {
      case equal
      case less
      case lessOrEqual
      /// As above, of decimals.
      case lessDecimal
      case lessOrEqualDecimal
      /// The word itself is yes or no.
      case flag
      /// The word is one of the bits of the constant.
      case member
    }

    public let comparison: Comparison
    /// References that are followed first, by slot; -1 for none.
    public let hop: Int16
    public let secondHop: Int16
    public let slot: Int16
    /// The next test, or, below zero, the end: `WordTest.truth(atEnd:)`.
    public internal(set) var onYes: Int16
    public internal(set) var onNo: Int16
    public internal(set) var onUnknown: Int16
    public let constant: Int64
  }

  /// The end that says: ask the program, which finds out why a word is `Scalar.failed`.
  public static let askProgram: Int16 = -4

  /// The end that stands for a truth.
  static func end(_ truth: Truth) -> Int16 { -1 - Int16(truth.rawValue) }

  /// What an end says; nil where the program must be asked.
  @inlinable
  @inline(__always)
  public static func truth(atEnd end: Int16) -> Truth? {
    Truth(rawValue: UInt8(truncatingIfNeeded: -1 - end))
  }
}

extension WordTest.Test {
  /// Where to go on with a word that the test is about.
  @inlinable
  @inline(__always)
  public func next(_ word: Int64) -> Int16 {
    switch comparison {
    case .equal:
      if word == Scalar.failed { return WordTest.askProgram }
      return word == constant ? onYes : onNo
    case .flag:
      guard word > Scalar.failed else { return absent(word) }
      return word != 0 ? onYes : onNo
    case .member:
      if word == Scalar.failed { return WordTest.askProgram }
      return word >= 0 && word < 64 && constant & (1 << word) != 0 ? onYes : onNo
    case .less:
      guard word > Scalar.failed else { return absent(word) }
      return word < constant ? onYes : onNo
    case .lessOrEqual:
      guard word > Scalar.failed else { return absent(word) }
      return word <= constant ? onYes : onNo
    case .lessDecimal, .lessOrEqualDecimal:
      guard word > Scalar.failed else { return absent(word) }
      // Decimals of as many places are in the order of their words.
      if (word ^ constant) & 63 != 0 { return WordTest.askProgram }
      return word < constant || (comparison == .lessOrEqualDecimal && word == constant)
        ? onYes : onNo
    }
  }

  /// Where to go on with a reference that leads nowhere, or a word that has no order.
  @inlinable
  @inline(__always)
  public func absent(_ word: Int64) -> Int16 {
    word == Scalar.null ? onUnknown : WordTest.askProgram
  }
}

extension Program {
  /// The condition as tests of words, where it reads nothing but the record in a variable and those
  /// it refers to, and is not long.
  public func wordTest(ofVariable variable: Int) -> WordTest? {
    var layout = WordTestLayout(variable: variable)
    let end = WordTest.end
    guard let start = layout.add(root, end(.yes), end(.no), end(.cannotTell)), start >= 0 else {
      return nil
    }
    return WordTest(tests: layout.inOrder(from: start))
  }
}
