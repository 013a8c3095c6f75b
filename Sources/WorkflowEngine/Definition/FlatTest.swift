import CEL

/// Conditions as plain memory: tests of stored words, which a step runs without a frame.
struct FlatTest: BitwiseCopyable {
  // INVARIANT: whoever holds it keeps the memory, and frees it with `free` at its end.
  let tests: UnsafePointer<WordTest.Test>

  /// The condition as tests; nil where it is more than one formula over stored words of the own
  /// record and of those it refers to.
  init?(_ condition: Condition?, of type: RecordType, in types: [RecordType]) {
    guard case .formula(let formula)? = condition,
      let test = formula.program.wordTest(ofVariable: FrameSlot.own),
      test.tests.allSatisfy({ Self.isStored($0, of: type, in: types) })
    else { return nil }
    let memory = UnsafeMutablePointer<WordTest.Test>.allocate(capacity: test.tests.count)
    for (place, step) in test.tests.enumerated() { (memory + place).initialize(to: step) }
    tests = UnsafePointer(memory)
  }

  func free() { tests.deallocate() }

  /// Whether the path goes along stored references to a stored word.
  private static func isStored(_ test: WordTest.Test, of type: RecordType, in types: [RecordType])
    -> Bool
  {
    var type = type
    for hop in [Int(test.hop), Int(test.secondHop)] where hop >= 0 {
      guard hop < type.fields.count, case .reference(let target) = type.fields[hop].type else {
        return false
      }
      type = types[target]
    }
    return Int(test.slot) < type.fields.count && type.fields[Int(test.slot)].type.isScalar
  }
}

/// A guard as a transition runs it.
struct FlatGuard: BitwiseCopyable {
  let test: FlatTest?
  /// Its program, where one formula is all there is to it.
  let program: Unmanaged<Program>?
}

/// A word that a transition writes to its record, whatever the record is.
struct FlatWrite: BitwiseCopyable {
  let slot: Int
  let word: Int64
}

/// An assignment as an effect runs it.
struct FlatAssignment: BitwiseCopyable {
  let assignment: Unmanaged<Assignment>
  let slot: Int
  /// The word, where it is the same for every record and snapshot; otherwise `Scalar.failed`.
  let word: Int64
  /// Whether the field refuses to be empty.
  let mustHaveValue: Bool
  /// What a write to the slot has to look after.
  let traits: UInt8

  init(_ assignment: Assignment, of type: RecordType, in definition: WorkflowDefinition) {
    let field = type.fields[assignment.slot]
    self.assignment = .passUnretained(assignment)
    slot = assignment.slot
    mustHaveValue = field.mustHaveValue
    traits = SlotTraits.traits(of: field, in: type)
    if case .constant(let value) = assignment.value {
      word = definition.fixedWord(for: value, as: field.type) ?? Scalar.failed
    } else {
      word = Scalar.failed
    }
  }
}
