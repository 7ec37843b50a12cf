package dev.unfold.worker.sequence.example;

/** The numbers that mark the kinds of fields in the bytes of an example. */
final class FieldKind {
  static final int IDS = 0;
  static final int SETS = 1;
  static final int FRAMES = 2;
  static final int PARTS = 3;
  static final int MASKED = 4;

  private FieldKind() {}
}
