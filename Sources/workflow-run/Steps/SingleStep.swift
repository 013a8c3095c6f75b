import JSONText
import WorkflowEngine
import WorkflowStore

/// A step of one record, decided on a store.
struct SingleStep {
  enum Target {
    case new(id: String?)
    case known(String)
  }

  let question: StepQuestion
  let target: Target
  let store: any RecordStore
  private let decider: StepDecider

  init(question: StepQuestion, target: Target, store: any RecordStore) {
    self.question = question
    self.target = target
    self.store = store
    decider = StepDecider(question)
  }

  /// Decides the step on the records as they are now; the view is what a commit is checked against.
  func decide(isConfirmed: Bool) throws -> (step: DecidedStep, view: StoreView) {
    try store.read { view in
      let snapshot = view.snapshot
      let requested: Request.Target
      switch target {
      case .new(let id):
        if !question.creates {
          throw CommandFailure(
            .usage,
            "'\(question.event.name)' is asked of \(withArticle(question.type.name)) that exists",
            hints: ["name it as \(question.type.name):id"])
        }
        requested = .new(id: id)
      case .known(let id): requested = .record(try decider.find(id, in: snapshot))
      }
      return (try decider.decide(requested, isConfirmed: isConfirmed, in: snapshot), view)
    }
  }

  /// The machine form of a refusal that was found after the step was decided.
  func members(of refusal: Refusal, _ id: String) -> [(String, JSON)] {
    let json = OutcomeJSON(words: ValueWords(definition: question.definition)) { _ in ("", "") }
    return decider.head(id) + [("outcome", .string("blocked"))] + json.refusal(refusal)
  }

  /// What the history says of the step.
  func attempt(_ step: DecidedStep, request: RequestKey?) -> Attempt {
    Attempt(
      actor: question.actor, at: question.at, event: question.event.name,
      recordType: question.type.name, recordID: step.recordID.isEmpty ? nil : step.recordID,
      request: request, answer: JSON.object(step.members).compact)
  }
}
