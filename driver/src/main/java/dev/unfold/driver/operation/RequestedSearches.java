package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The requested searches of an evaluation, which compares each width with each length penalty.
 *
 * @param rules the rules of the tokens
 * @param beams the numbers of hypotheses; empty if none is requested
 * @param lengthPenalties the length penalties; empty if none is requested
 * @param search the language model of all searches; without a width and a length penalty
 * @param metric the name of the metric by which they are compared; null for the default
 */
public record RequestedSearches(
    RequestedRules rules,
    List<Integer> beams,
    List<Double> lengthPenalties,
    RequestedSearch search,
    String metric) {
  private static final String METRIC = "--metric";

  public RequestedSearches {
    beams = List.copyOf(beams);
    lengthPenalties = List.copyOf(lengthPenalties);
    require(
        metric == null || beams.size() > 1 || lengthPenalties.size() > 1,
        METRIC,
        "none unless --beam or --length-penalty has several values, which it compares",
        metric);
  }

  /**
   * Returns the decodings in the order of the request, the length penalties of the first width
   * first; none to decode as in training.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if they do not suit the
   *     model
   * @throws IOException if a language model cannot be read, or does not suit the model
   */
  public List<DecodingStrategy> decodings(LoadedModel loaded, Configuration hadoop)
      throws IOException {
    RequestedSearch first =
        search.with(
            beams.isEmpty() ? null : beams.get(0),
            lengthPenalties.isEmpty() ? null : lengthPenalties.get(0));
    Optional<DecodingStrategy> decoding =
        new RequestedDecoding(rules, first, null, null, null, null).ofEvaluation(loaded, hadoop);
    if (decoding.isEmpty() || decoding.get().search().isEmpty()) {
      return decoding.stream().toList();
    }
    BeamSettings settings = decoding.get().search().get();
    List<DecodingStrategy> all = new ArrayList<>();
    for (int beam : beams) {
      for (double penalty :
          lengthPenalties.isEmpty() ? List.of(settings.alpha()) : lengthPenalties) {
        RequestedSearch.requireRange(beam, penalty);
        all.add(
            new DecodingStrategy.BeamSearchDecoding(
                decoding.get().longest(),
                new BeamSettings(beam, penalty, settings.fusion()),
                decoding.get().rules()));
      }
    }
    if (all.size() > 1) {
      metric(loaded);
    }
    return all;
  }

  /**
   * Returns the metric by which the decodings of a model are compared.
   *
   * @throws IOException if the model is a language model
   */
  public Metric metric(LoadedModel loaded) throws IOException {
    TargetSettings target = TableModel.of(loaded.path(), loaded.model()).preprocessing().target();
    Set<Metric> known = Metric.ofSequences(target);
    if (metric == null) {
      return known.contains(Metric.BLEU) ? Metric.BLEU : Metric.ERROR_RATE;
    }
    Optional<Metric> named =
        Arrays.stream(Metric.values())
            .filter(known::contains)
            .filter(one -> SettingKeys.of(one).equals(metric))
            .findFirst();
    String names = known.stream().map(SettingKeys::of).collect(Collectors.joining(", "));
    require(named.isPresent(), METRIC, "one of " + names, metric);
    return named.orElseThrow();
  }

  /**
   * Returns the index of the best result, the first of equally good ones.
   *
   * @param results a result for each decoding, at least one
   */
  public static int best(Metric metric, List<EvaluationOperation.Result> results) {
    int best = 0;
    for (int i = 1; i < results.size(); i++) {
      double value = metric.in(results.get(i).describe());
      if (metric.isBetter(value, metric.in(results.get(best).describe()))) {
        best = i;
      }
    }
    return best;
  }
}
