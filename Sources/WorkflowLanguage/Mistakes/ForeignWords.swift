/// Words that other products use for keys of this language.
///
/// From XState, BPMN, Symfony Workflow, Jira, Temporal, SQL and programming languages.
enum ForeignWords {
  /// What a key of another product is called here, where the form has such a key.
  static func meaning(of key: String, among allowed: [String]) -> String? {
    let plain = key.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    return table[plain]?.first { allowed.contains($0) }
  }

  /// By the word without capitals and separators; the first key that the form has is meant.
  private static let table: [String: [String]] = [
    // States and transitions
    "target": ["to"], "targets": ["to"], "destination": ["to"], "tostate": ["to"], "next": ["to"],
    "goto": ["to"], "source": ["from"], "sources": ["from"], "fromstate": ["from"],
    "sourcestate": ["from"], "state": ["states", "from"], "places": ["states"],
    "statuses": ["states"], "status": ["states"], "initial": ["states"],
    "initialstate": ["initial", "states"],
    "on": ["transitions", "at"], "events": ["transitions"], "operations": ["transitions"],
    "activities": ["transitions"], "workflows": ["records"], "entities": ["records"],
    "types": ["records"], "tables": ["records"], "models": ["records"], "objects": ["records"],
    "entry": ["on_entry"], "onenter": ["on_entry"], "exit": ["on_exit"], "onleave": ["on_exit"],
    "always": ["automatic"], "auto": ["automatic"], "ondone": ["done"], "terminal": ["final"],
    "isfinal": ["final"], "end": ["final"], "default": ["initial"],
    // Conditions
    "if": ["when", "check"], "where": ["when", "check"], "check": ["when"], "unless": ["when"],
    "cond": ["when", "check"], "condition": ["check", "when"], "conditions": ["guards"],
    "guard": ["guards", "check"], "validators": ["guards"], "validator": ["guards"],
    "validations": ["guards"], "requires": ["guards"], "rules": ["guards", "invariants", "rows"],
    "constraints": ["invariants"], "constraint": ["check"], "assert": ["check"],
    "rule": ["check"], "expression": ["check", "formula"], "message": ["otherwise", "say"],
    "error": ["otherwise"], "text": ["say", "ask", "otherwise"], "reason": ["otherwise"],
    "warn": ["warnings"], "warning": ["warnings"], "remind": ["reminders"],
    "reminder": ["reminders"], "question": ["ask", "confirm"], "confirmation": ["confirm"],
    "prompt": ["ask", "confirm"], "options": ["choice", "buttons"],
    // Effects
    "actions": ["effects"], "action": ["effects"], "do": ["effects"], "then": ["effects"],
    "effect": ["effects"], "postfunctions": ["effects"], "sideeffects": ["effects"],
    "update": ["set"], "assign": ["set"], "change": ["set"], "modify": ["set"],
    "insert": ["create"], "new": ["create"], "add": ["create", "link"], "remove": ["delete"],
    "destroy": ["delete"], "trigger": ["send"], "fire": ["send"], "call": ["send"],
    "apply": ["send"], "execute": ["send"], "notify": ["emit"], "publish": ["emit"],
    "mail": ["emit"], "email": ["emit"], "foreach": ["for"], "each": ["for"], "over": ["for"],
    "values": ["with", "set"], "payload": ["with"], "data": ["with"], "orderby": ["order_by"],
    "sort": ["order_by"], "sortby": ["order_by"], "desc": ["descending"],
    "nulls": ["empty"], "nullslast": ["empty"], "empties": ["empty"], "top": ["limit"],
    // Time
    "delay": ["after"], "timeout": ["after"], "wait": ["after"], "schedule": ["at", "every"],
    "cron": ["every"], "interval": ["every"], "repeat": ["every"], "since": ["starting"],
    // Records
    "attributes": ["fields"], "columns": ["fields"], "properties": ["fields"],
    "parameters": ["inputs"], "params": ["inputs"], "input": ["inputs", "columns"],
    "arguments": ["inputs", "columns"],
    "screen": ["inputs"], "enum": ["choice"], "choices": ["choice"], "oneof": ["choice"],
    "inputs": ["columns"], "outputs": ["gives"], "output": ["gives"], "result": ["gives"],
    "returns": ["gives"],
    "hitpolicy": ["first"], "cases": ["rows"], "csv": ["from"],
    "nullable": ["optional"], "computed": ["formula"],
    "calculated": ["formula"], "permissions": ["roles"], "role": ["roles"],
    "allowed": ["roles"], "users": ["roles"], "actors": ["roles"],
    "name": ["label", "workflow", "shown_as"], "description": ["title", "label"],
    "caption": ["label"], "titel": ["title"], "display": ["shown_as"],
  ]
}
