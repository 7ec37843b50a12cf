package dev.unfold.worker.evaluation;

import dev.unfold.worker.settings.corpus.TargetSettings;

/** The relation of a target to other targets. */
public enum TargetRelation {
  /** Targets are unrelated. */
  ALONE,
  /** A tag, which is related to the tags of the previous and next steps. */
  TAG,
  /** The input at a later step. */
  NEXT;

  static TargetRelation of(TargetSettings.Kind kind) {
    return switch (kind) {
      case TAGS -> TAG;
      case NEXT -> NEXT;
      case NONE, LABEL, WORDS, CHARACTERS, SUBWORDS, FRAMES, SETS, VECTOR -> ALONE;
    };
  }
}
