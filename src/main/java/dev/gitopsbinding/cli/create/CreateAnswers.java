package dev.gitopsbinding.cli.create;

/**
 * What a first binding consists of.
 *
 * @param kind of the target, such as {@code Deployment}
 * @param image its repository, without a tag
 * @param path the file in the manifest repository
 */
public record CreateAnswers(
    String namespace,
    String name,
    String kind,
    String target,
    String image,
    RepositoryAnswer source,
    RepositoryAnswer manifest,
    String path) {}
