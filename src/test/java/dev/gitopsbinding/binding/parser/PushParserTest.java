package dev.gitopsbinding.binding.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.binding.push.RequestSettings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushParserTest {
  @Test
  void pushesToTheBranchOfTheManifestByDefault() {
    Binding binding = Bindings.parse(Bindings.resource("{}"));

    assertThat(binding.push()).isNull();
    assertThat(binding.showsContents()).isFalse();
  }

  @Test
  void aBranchAloneHasTheNamesOfTheBinding() {
    PushTarget push =
        Bindings.parse(Bindings.resource("push: {branch: 'gitops/{{ namespace }}.{{name}}'}"))
            .push();

    assertThat(push.branch().branch()).isEqualTo("gitops/shop.web");
    assertThat(push.branch().url().toString()).contains("acme/deploy");
    assertThat(push.request()).isNull();
  }

  @Test
  void aPullRequestHasAllItsSettings() {
    Binding binding =
        Bindings.parse(
            Bindings.resource(
                """
                push:
                  branch: gitops
                  pullRequest:
                    provider: GitLab
                    apiURL: https://git.example.com/api/v4
                    secretRef: {name: forge}
                    title: "{{name}}: {{tag}}"
                    body: Look at {{image}}.
                    labels: [deploy, "two words"]
                    reviewers: [ada]
                    autoMerge: true
                """));
    RequestSettings request = binding.push().request();

    assertThat(binding.showsContents()).as("the description lists them").isTrue();
    assertThat(request.provider()).isEqualTo("GitLab");
    assertThat(request.api()).hasToString("https://git.example.com/api/v4");
    assertThat(request.secret()).isEqualTo("forge");
    assertThat(request.labels()).containsExactly("deploy", "two words");
    assertThat(request.reviewers()).containsExactly("ada");
    assertThat(request.draft()).isFalse();
    assertThat(request.autoMerge()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {branch: main}                  | spec.push.branch must be another branch than spec.manifest.ref.branch
          {branch: "{{tag}}"}             | spec.push.branch can use only the variables {{name}}, {{namespace}}
          {branch: "a..b"}                | spec.push.branch must be a branch name that git accepts
          {branch: "a/{{name}}.lock"}     | spec.push.branch must be a branch name that git accepts
          {branch: "refs/for/main"}       | spec.push.branch must be a branch's short name
          {}                              | spec.push.branch is missing
          {branch: b, pullRequest: {}}    | spec.push.pullRequest.secretRef.name is missing
          {branch: b, pullRequest: {secretRef: {name: s}, apiURL: "http://x"}} | spec.push.pullRequest.apiURL must be an https://
          {branch: b, pullRequest: {secretRef: {name: s}, title: "{{commit}}"}} | spec.push.pullRequest.title can use only
          {branch: b, pullRequest: {secretRef: {name: s}, body: "<!-- gitopsbinding:begin"}} | spec.push.pullRequest.body must not hold
          {branch: b, pullRequest: {secretRef: {name: s}, labels: ["a,b"]}} | spec.push.pullRequest.labels must hold names
          {branch: b, pullRequest: {secretRef: {name: s}, draft: true, autoMerge: true}} | spec.push.pullRequest.autoMerge cannot be true for drafts
          """)
  void whatAnOlderSchemaLetThroughIsNamed(String push, String message) {
    Result<Binding> parsed = BindingParser.parse(Bindings.resource("push: " + push));

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_SPEC);
              assertThat(failed.failure().message()).startsWith(message);
            });
  }
}
