import Workflow
public import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// Plays a converted chart on one record in memory, by the engine that runs every workflow.
///
/// A class, because time goes on and the record changes.
public final class ChartPlayer {
  private let conversion: ChartConversion
  let type: RecordType
  let store: MemoryStore
  private let conductor: Conductor
  /// Microseconds since 1970; any fixed start gives the same answers.
  private var now: Int64 = 1_767_225_600_000_000
  private var isCutShort = false

  static let recordID = "1"
  private static let actor = Actor(user: "player")
  /// Timers that may fire at one time; a chart that sets them for ever is ended there.
  private static let maximumFirings = 1_000
  /// How far time goes when it runs until nothing is due: a year, in milliseconds.
  private static let longestWait = 365 * 86_400_000

  /// - Parameter definition: what the conversion's text was read as.
  public init(_ conversion: ChartConversion, _ definition: WorkflowDefinition) throws(PlayFailure) {
    guard let type = definition.recordType(named: conversion.recordType) else {
      throw PlayFailure(reason: "there is no record type '\(conversion.recordType)'")
    }
    self.conversion = conversion
    self.type = type
    store = MemoryStore(definition: definition)
    conductor = Conductor(store)
    conductor.options.firings = ChartPlayer.maximumFirings
  }

  /// Starts the chart and does what the script says; without one, time runs until nothing is due.
  public func play(_ script: PlayScript?) throws(PlayFailure) -> PlayResult {
    try start()
    guard let script else {
      try advance(milliseconds: ChartPlayer.longestWait)
      return result([
        PlayMoment(event: nil, expected: nil, found: configuration, isDropped: false)
      ])
    }
    var moments = [
      PlayMoment(event: nil, expected: script.initial, found: configuration, isDropped: false)
    ]
    for step in script.steps {
      try advance(milliseconds: step.after)
      let isTaken = try send(step.event)
      moments.append(
        PlayMoment(
          event: step.event, expected: step.expected, found: configuration, isDropped: !isTaken))
    }
    return result(moments)
  }

  private func result(_ moments: [PlayMoment]) -> PlayResult {
    PlayResult(
      moments: moments, final: active.first { $0.isEnd }?.document, isCutShort: isCutShort)
  }

  // MARK: Steps

  private func start() throws(PlayFailure) {
    guard let event = type.event(named: conversion.start) else {
      throw PlayFailure(reason: "there is no event '\(conversion.start)'")
    }
    let answer = try ask(event, .new(id: ChartPlayer.recordID))
    if answer.outcome != .allowed { throw failure(of: answer, "the chart does not start") }
  }

  /// Whether anything took the event.
  private func send(_ name: String) throws(PlayFailure) -> Bool {
    guard let event = conversion.event(for: name).flatMap(type.event(named:)) else { return false }
    let answer = try ask(event, .one(ChartPlayer.recordID))
    if answer.outcome == .allowed { return true }
    let dropping: Set<String> = ["wrong_state", "no_way_applies", "not_permitted"]
    let codes = answer.blockers.map(\.code.rawValue)
    if answer.outcome == .blocked, codes.allSatisfy(dropping.contains) { return false }
    throw failure(of: answer, "the event '\(name)' is refused")
  }

  private func ask(
    _ event: Event, _ target: WorkflowRequest.Target
  ) throws(PlayFailure) -> Answer {
    do {
      return try conductor.perform(
        WorkflowRequest(
          recordType: type.index, event: event.index, target: target, isConfirmed: true,
          actor: ChartPlayer.actor, now: now))
    } catch { throw PlayFailure(reason: "the records cannot be kept: \(error)") }
  }

  private func failure(of answer: Answer, _ what: String) -> PlayFailure {
    let sentences = answer.blockers.map { "\($0.code.rawValue): \($0.sentence)" }
    let reasons = sentences + [answer.invalid?.message].compactMap(\.self)
    return PlayFailure(reason: ([what] + reasons).joined(separator: "; "))
  }

  private func advance(milliseconds: Int) throws(PlayFailure) {
    now += Int64(clamping: milliseconds) * 1_000
    do {
      isCutShort = try conductor.tick(at: now).isCutShort || isCutShort
    } catch { throw PlayFailure(reason: "the records cannot be kept: \(error)") }
  }

  // MARK: Where it is

  /// The ids of the active states without states inside, in document order.
  public var configuration: [String] { active.filter(\.isAtomic).map(\.document) }

  private var active: [ChartConversion.Place] {
    let snapshot = store.openView().snapshot
    guard let record = snapshot.find(type: type.index, id: ChartPlayer.recordID) else { return [] }
    return conversion.places.filter { place in
      guard let slot = type.slot(of: place.region) else { return false }
      return snapshot.storedValue(of: record, slot: slot) == .choice(place.state)
    }
  }
}
