import WorkflowEngine

/// What is asked about several records, once for all of them.
public struct ManyQuestion: Codable, Sendable, Equatable {
  /// Each text once, in the order in which they came up.
  public var prompts: [Asked]
  /// How many records something is asked about.
  public var count: Int
  /// How the first of them are called.
  public var names: [String]
  /// What is warned of, each sentence once, in the order in which they came up.
  public var warnings: [Warned]
  /// How many warnings there are beyond those.
  public var furtherWarnings: Int

  enum CodingKeys: String, CodingKey {
    case prompts, count, names, warnings
    case furtherWarnings = "further_warnings"
  }

  /// A question and for how many records it is asked.
  public struct Asked: Codable, Sendable, Equatable {
    /// As it is asked about the first of them; without details where these differ.
    public var prompt: PromptAnswer
    public var count: Int
  }

  /// A warning and for how many records it is shown.
  public struct Warned: Codable, Sendable, Equatable {
    public var name: String
    public var sentence: String
    public var count: Int
  }
}

/// Gathers what is asked about many records.
struct ManyQuestionMaker {
  /// How many records are named, and how many texts are told apart.
  static let named = 20

  private(set) var question = ManyQuestion(
    prompts: [], count: 0, names: [], warnings: [], furtherWarnings: 0)
  private var prompts: [String: Int] = [:]
  private var warnings: [Remark: Int] = [:]

  var wantsName: Bool { question.names.count < Self.named }

  mutating func note(_ decision: Decision, _ maker: AnswerMaker) {
    for said in decision.warnings { note(said) }
    guard let prompt = decision.prompt else { return }
    question.count += 1
    if wantsName, let name = decision.name { question.names.append(name) }
    note(maker.prompt(prompt))
  }

  private mutating func note(_ prompt: PromptAnswer) {
    guard let place = prompts[prompt.text] else {
      if question.prompts.count == Self.named { return }
      prompts[prompt.text] = question.prompts.count
      question.prompts.append(ManyQuestion.Asked(prompt: prompt, count: 1))
      return
    }
    question.prompts[place].count += 1
    if question.prompts[place].prompt.details != prompt.details {
      question.prompts[place].prompt.details = nil
    }
  }

  private mutating func note(_ said: Said) {
    let remark = Remark(said)
    if let place = warnings[remark] {
      question.warnings[place].count += 1
    } else if question.warnings.count == Self.named {
      question.furtherWarnings += 1
    } else {
      warnings[remark] = question.warnings.count
      question.warnings.append(
        ManyQuestion.Warned(name: said.name, sentence: said.sentence, count: 1))
    }
  }

  /// Nil where nothing is asked and nothing warned of.
  var result: ManyQuestion? {
    question.count == 0 && question.warnings.isEmpty ? nil : question
  }
}

extension Decision {
  /// The question that was asked, answered or not.
  var prompt: Prompt? { (plan ?? pending?.plan)?.prompt ?? refusal?.prompt }

  /// What is warned of before it is carried out.
  var warnings: [Said] {
    (plan ?? pending?.plan)?.warnings ?? refusal?.prompt?.warnings ?? []
  }
}
