package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.PlainSetting;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The weights of labels or tags in the loss of training. */
public final class ClassWeightSettings implements PlainSetting, Serializable {
  private static final long serialVersionUID = 1L;

  /** The source of the weights. */
  public enum Kind {
    /** All weights are 1. */
    NONE,
    /** Each label has the same total weight, as in scikit-learn: n / (k · its targets). */
    BALANCED,
    /** The configuration has the weights; those of other labels are 1. */
    GIVEN
  }

  private final Kind kind;
  private final TreeMap<String, Double> weights;

  private ClassWeightSettings(Kind kind, Map<String, Double> weights) {
    this.kind = kind;
    this.weights = new TreeMap<>(weights);
  }

  /** Returns the settings without weights. */
  public static ClassWeightSettings none() {
    return new ClassWeightSettings(Kind.NONE, Map.of());
  }

  /** Returns the settings that balance the labels of the training rows. */
  public static ClassWeightSettings balanced() {
    return new ClassWeightSettings(Kind.BALANCED, Map.of());
  }

  /**
   * Returns the settings with the weights of some labels.
   *
   * @throws IllegalArgumentException if there are none, or one is not a finite number above 0
   */
  public static ClassWeightSettings given(Map<String, Double> weights) {
    boolean possible = weights.values().stream().allMatch(w -> w > 0 && Double.isFinite(w));
    if (weights.isEmpty() || !possible) {
      throw new IllegalArgumentException("expected finite weights above 0, found " + weights);
    }
    return new ClassWeightSettings(Kind.GIVEN, weights);
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the weights that the configuration has, by label. */
  public SortedMap<String, Double> weights() {
    return Collections.unmodifiableSortedMap(weights);
  }

  @Override
  public Object plain() {
    return kind == Kind.GIVEN ? weights() : SettingKeys.of(kind);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassWeightSettings that
        && kind == that.kind
        && weights.equals(that.weights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, weights);
  }

  @Override
  public String toString() {
    return plain().toString();
  }
}
