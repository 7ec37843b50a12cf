package dev.unfold.inference;

import dev.unfold.worker.prediction.StepScore;
import dev.unfold.worker.prediction.TopClasses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The names of the classes that a model predicts. */
final class ClassNames {
  private final List<String> names;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * @param names the names by id; empty if the model does not predict classes
   */
  ClassNames(List<String> names) {
    this.names = names;
    IntStream.range(0, names.size()).forEach(id -> ids.put(names.get(id), id));
  }

  String name(int id) {
    return names.get(id);
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
