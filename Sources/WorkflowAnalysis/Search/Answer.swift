/// What came of a move, as it is remembered: only what the interpreter answered.
struct Answer: Equatable {
  enum Kind: Equatable {
    case blocked
    /// A rule that held would be broken: the invariants by their places.
    case broken([Int])
    case allowed
    /// A record would be made that the scope has no room for.
    case outside
    /// What a condition came to, where a condition was asked: yes, no, or it cannot be told.
    case truth(Bool?)
  }

  var kind: Kind
  /// Places and the numbers they get.
  var writes: [Write] = []

  struct Write: Equatable, BitwiseCopyable {
    var place: Int32
    var number: Int32
  }
}
