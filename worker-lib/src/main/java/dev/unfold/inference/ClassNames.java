package dev.unfold.inference;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.StepScore;
import dev.unfold.worker.prediction.TopClasses;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The names of the classes that a model predicts. */
final class ClassNames {
  private final FieldSchema target;
  private final String separator;
  private final List<String> names;
  private final Map<String, Integer> ids = new HashMap<>();

  /** Creates the names of what a network predicts; there are none if that is no class. */
  ClassNames(ExampleNetwork network) {
    target = network.schema().target();
    separator = network.target().kind() == TargetSettings.Kind.WORDS ? " " : "";
    names = target.names();
    IntStream.range(0, names.size()).forEach(id -> ids.put(names.get(id), id));
  }

  String name(int id) {
    return names.get(id);
  }

  /** Returns the text of a sequence of tokens. */
  String text(int[] tokens) {
    return ((FieldSchema.Tokens) target).vocabulary().text(tokens, separator);
  }

  int id(String name) {
    ModelException.require(ids.containsKey(name), "a label of the training rows", name);
    return ids.get(name);
  }

  List<Candidate> candidates(TopClasses best) {
    return IntStream.range(0, best.ids().length)
        .mapToObj(rank -> new Candidate(name(best.ids()[rank]), best.probabilities()[rank]))
        .toList();
  }

  Score score(StepScore score) {
    return new Score(score.logProbability(), score.rank(), candidates(score.best()));
  }
}
