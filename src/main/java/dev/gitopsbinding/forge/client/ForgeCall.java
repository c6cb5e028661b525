package dev.gitopsbinding.forge.client;

/**
 * Who asks which forge, with which login.
 *
 * @param tenant who the requests are for: the namespace of a binding
 */
public record ForgeCall(ForgeRepository repository, ForgeAccess access, String tenant) {}
