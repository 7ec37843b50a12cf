package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.DealtCorpus;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.BatchCut;
import dev.unfold.worker.sequence.example.ExampleForm;
import dev.unfold.worker.sequence.example.ExampleLayout;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.FieldForm;
import dev.unfold.worker.sequence.example.TargetPlace;
import dev.unfold.worker.settings.EvaluationSettings;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.TargetSettings;
import dev.unfold.worker.settings.TrainingSettings;

/**
 * Deals examples of one form to batches, as a network reads them.
 *
 * @param network that reads them
 * @param input what of a row is read
 * @param target what of a row is predicted
 */
public record ExampleDealer(
    NetworkSettings network, InputSettings input, TargetSettings target, ExampleForm form) {
  /** What a step reads and predicts. */
  public DataShape shape() {
    return ExampleShape.of(input, target, form);
  }

  public DealtExamples forTraining(EncodedExamples examples, TrainingSettings training) {
    BatchCut cut = cut(training.batch(), training.steps());
    return dealt(
        examples, new ExampleLayout(examples.buckets(), training.shards(), cut, training.seed()));
  }

  public DealtExamples forEvaluation(EncodedExamples examples, EvaluationSettings evaluation) {
    BatchCut cut = cut(evaluation.batch(), DealtCorpus.EVALUATION_STEPS);
    return dealt(examples, new ExampleLayout(examples.buckets(), evaluation.shards(), cut, 0));
  }

  private BatchCut cut(int batch, int steps) {
    boolean whole = network.readsWhole() || ExampleShape.place(target) == TargetPlace.OWN_SEQUENCE;
    return new BatchCut(batch, steps, whole);
  }

  private DealtExamples dealt(EncodedExamples examples, ExampleLayout layout) {
    int letters = network.encoder().spelling().letters();
    TargetPlace place = ExampleShape.place(target);
    return place == TargetPlace.OWN_SEQUENCE
        ? new DealtExamples(
            examples, layout, new ExampleChunks.OfPairs(shape(), letters, boundary()))
        : new DealtExamples(examples, layout, new ExampleChunks.OfSteps(shape(), place, letters));
  }

  private int boundary() {
    return ((FieldForm.Tokens) form.target()).vocabulary().boundary().orElseThrow();
  }
}
