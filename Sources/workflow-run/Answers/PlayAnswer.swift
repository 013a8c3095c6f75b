import Diagnostics
import SCXML
import Workflow

/// What playing a chart came to. Its encoding is the documented JSON.
struct PlayAnswer: Codable {
  var format = Answer.format
  var purpose = "convert"
  var play: Play
  /// What has no counterpart.
  var diagnostics: [DiagnosticAnswer]

  enum CodingKeys: String, CodingKey {
    case format
    case purpose = "command"
    case play, diagnostics
  }

  struct Play: Codable {
    /// Whether it ran as its script says, or without one has come to a good end.
    var agrees: Bool
    /// The final state in which the chart has ended.
    @OrNull var final: String?
    /// Whether timers set themselves again and again, and playing was ended.
    var isCutShort: Bool
    var moments: [Moment]

    enum CodingKeys: String, CodingKey {
      case agrees, final
      case isCutShort = "cut_short"
      case moments
    }
  }

  /// The states after an event, or at the beginning or the end.
  struct Moment: Codable {
    @OrNull var event: String?
    /// The states that the chart is in.
    var configuration: [String]
    /// Those that the script expects.
    @OrNull var expected: [String]?
    var agrees: Bool
    /// Whether nothing takes the event.
    var isDropped: Bool

    enum CodingKeys: String, CodingKey {
      case event, configuration, expected, agrees
      case isDropped = "dropped"
    }
  }

  init(_ screen: PlayScreen, _ diagnostics: [Diagnostic]) {
    let result = screen.result
    play = Play(
      agrees: screen.isGood, final: result.final, isCutShort: result.isCutShort,
      moments: result.moments.map {
        Moment(
          event: $0.event, configuration: $0.found, expected: $0.expected, agrees: $0.agrees,
          isDropped: $0.isDropped)
      })
    self.diagnostics = diagnostics.map(DiagnosticAnswer.init)
  }
}
