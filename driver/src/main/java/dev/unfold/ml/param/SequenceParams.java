package dev.unfold.ml.param;

/**
 * The parameters that estimators and models share. {@code explainParams()} documents them; those
 * that are settings have the default of the setting.
 */
public interface SequenceParams extends ColumnParams, NetworkParams, TrainingParams {
  /** Returns all these parameters. */
  @Override
  SequenceParamSet parameters();
}
