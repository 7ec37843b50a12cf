package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.PlainSetting;
import java.io.Serializable;

/** The momentum of the outer step: a number, or one that follows from the number of shards. */
public final class OuterMomentum implements PlainSetting, Serializable {
  /** The value that stands for {@link #auto}. */
  public static final String AUTO = "auto";

  private static final long serialVersionUID = 1L;

  private final double number;
  private final boolean ofShards;

  private OuterMomentum(double number, boolean ofShards) {
    this.number = number;
    this.ofShards = ofShards;
  }

  /** Returns a momentum that is the same for any number of shards. */
  public static OuterMomentum of(double number) {
    return new OuterMomentum(number, false);
  }

  /**
   * Returns the momentum 1 - 1/W for W shards (Chen and Huo 2016): the change of a round then moves
   * the parameters, over all rounds that follow, by rate · W times the average of the shards'
   * changes. For one shard it is 0.
   */
  public static OuterMomentum auto() {
    return new OuterMomentum(0, true);
  }

  /**
   * Returns the momentum.
   *
   * @param shards W
   */
  public double forShards(int shards) {
    return ofShards ? 1 - 1.0 / shards : number;
  }

  /** Returns whether the momentum is at least 0 and below 1. */
  boolean isValid() {
    return number >= 0 && number < 1;
  }

  @Override
  public Object plain() {
    return ofShards ? AUTO : number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OuterMomentum that && plain().equals(that.plain());
  }

  @Override
  public int hashCode() {
    return plain().hashCode();
  }

  @Override
  public String toString() {
    return plain().toString();
  }
}
