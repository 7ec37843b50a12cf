package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.TokenCount;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The possible values of a label or tag, in the order of their UTF-8 bytes. */
public final class LabelSet implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] labels;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * @param labels the labels in any order; duplicates are ignored
   * @throws IllegalArgumentException if there are no labels
   */
  public LabelSet(Collection<String> labels) {
    this.labels =
        labels.stream().distinct().sorted(TokenCount::compareCodePoints).toArray(String[]::new);
    if (this.labels.length == 0) {
      throw new IllegalArgumentException("expected at least one label, found none");
    }
    for (int id = 0; id < this.labels.length; id++) {
      ids.put(this.labels[id], id);
    }
  }

  /** Returns C, the number of labels. */
  public int size() {
    return labels.length;
  }

  /** Returns the text of a label. */
  public String label(int id) {
    return labels[id];
  }

  /** Returns all labels, in the order of their ids. */
  public List<String> all() {
    return List.of(labels);
  }

  /** Returns the id of a label; empty if it is unknown. */
  public OptionalInt id(String label) {
    Integer id = ids.get(label);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSet that && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return "labels " + all();
  }
}
