/// Decides what a request would do to the records of a snapshot: the one implementation of every
/// rule.
///
/// `step` is a pure function of the definition, the records and the request: it reads no file,
/// clock or random number, and leaves the snapshot's records as they are. The interpreter keeps
/// scratch memory between steps, so one task uses one interpreter.
public final class Interpreter {
  public let definition: WorkflowDefinition
  public let limits: InterpreterLimits
  private var run: StepRun?
  private let rowLog = RowLog()
  /// The same without counting references; `run` keeps both the run and its snapshot alive.
  private var present: (snapshot: ObjectIdentifier, run: Unmanaged<StepRun>)?

  public init(_ definition: WorkflowDefinition, limits: InterpreterLimits = InterpreterLimits()) {
    self.definition = definition
    self.limits = limits
  }

  /// The outcome of a request: a plan, every reason why not, or what is unknown in the request.
  ///
  /// - Parameter explained: whether a refusal carries sentences and facts. Without them a refused
  ///   attempt costs no more than the conditions themselves; `Refusal.reason` still tells which
  ///   guards failed.
  public func step(
    _ snapshot: Snapshot, _ request: borrowing Request, explained: Bool = true
  ) -> Outcome {
    presentRun(on: snapshot)._withUnsafeGuaranteedRef { $0.step(request, explained: explained) }
  }

  @inline(__always)
  private func presentRun(on snapshot: Snapshot) -> Unmanaged<StepRun> {
    if let present, present.snapshot == ObjectIdentifier(snapshot) { return present.run }
    return .passUnretained(run(on: snapshot))
  }

  /// Limits what the steps on a snapshot look at, for whoever asks for parts of the answer.
  ///
  /// - Parameters:
  ///   - judged: the invariants that are looked at, by their places; nil means all.
  ///   - isSilent: whether warnings, questions and reminders are left out.
  package func limit(on snapshot: Snapshot, judging judged: Set<Int>?, isSilent: Bool) {
    let run = run(on: snapshot)
    run.invariants.judged = judged
    run.isSilent = isSilent
  }

  /// The rows of tables that gave a value, in whatever this interpreter did.
  public var usedRows: Set<TableRow> { rowLog.rows }

  @inline(never)
  func run(on snapshot: Snapshot) -> StepRun {
    if let run, run.snapshot === snapshot { return run }
    let new = StepRun(definition: definition, snapshot: snapshot, limits: limits)
    new.reader.rowLog = rowLog
    run = new
    present = (ObjectIdentifier(snapshot), .passUnretained(new))
    return new
  }
}
