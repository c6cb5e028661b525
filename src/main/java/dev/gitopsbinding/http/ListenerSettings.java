package dev.gitopsbinding.http;

/**
 * Limits of one port.
 *
 * @param thread the name of its threads
 * @param port what it serves, for log messages
 * @param connections how many may be open at once, at least 1
 * @param ofAddress how many may be open at once from one address, at least 1
 * @param unreadBytes how much of a body that nobody read is received after the answer, so that the
 *     client gets that answer
 */
public record ListenerSettings(
    String thread, String port, int connections, int ofAddress, int unreadBytes) {}
