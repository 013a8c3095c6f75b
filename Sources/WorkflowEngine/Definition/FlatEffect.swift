import CEL

/// An effect as a step runs it: decided once, when the definition is made.
struct FlatEffect: BitwiseCopyable {
  enum Shape: UInt8, BitwiseCopyable {
    /// Fields of the own record are set.
    case assign
    /// An event is sent to all members of an own set.
    case broadcast
    /// Anything else: `Effect` says what.
    case other
  }

  private(set) var shape = Shape.other
  /// Whether something in it is evaluated over a frame.
  private(set) var readsFrame = true
  /// Whether the values of all assignments are fixed.
  private(set) var isFixed = false
  /// Whether nothing can keep it from setting fields of the own record to fixed values.
  private(set) var isPlain = false
  private(set) var skipBlocked = false
  private(set) var event: Int32 = 0
  private(set) var set: Int32 = 0
  private(set) var when: FlatTest?
  // INVARIANT: `Effect` owns the memory.
  private(set) var assignments = PlainTable<FlatAssignment>()

  /// What an effect is before it belongs to a definition.
  init() {}

  init(of effect: Effect, own: RecordType, in definition: WorkflowDefinition) {
    when = FlatTest(effect.when, of: own, in: definition.recordTypes)
    let isDecidedByWords = effect.when == nil || when != nil
    if case .set(let list) = effect.kind {
      let type =
        switch effect.target {
        case .own: own
        case .each(let loop): definition.recordTypes[loop.memberType]
        }
      assignments = PlainTable(list.map { FlatAssignment($0, of: type, in: definition) })
      isFixed = assignments.allSatisfy { $0.word != Scalar.failed }
      guard case .own = effect.target, !own.isInline else { return }
      shape = .assign
      readsFrame = !(isDecidedByWords && isFixed)
      isPlain =
        isFixed && effect.when == nil
        && assignments.allSatisfy { $0.word != Scalar.null || !$0.mustHaveValue }
    } else if case .send(let event, let skipBlocked, _, let values) = effect.kind, values.isEmpty,
      case .each(let loop) = effect.target, loop.isWholeSet
    {
      shape = .broadcast
      self.event = Int32(event)
      set = Int32(loop.ownSet)
      self.skipBlocked = skipBlocked
      readsFrame = !isDecidedByWords
    }
  }
}

extension Loop {
  /// Whether it goes over all members of an own set, in their order.
  fileprivate var isWholeSet: Bool {
    ownSet >= 0 && !isSingle && condition == nil && orderBy == nil && limit == nil
  }
}
