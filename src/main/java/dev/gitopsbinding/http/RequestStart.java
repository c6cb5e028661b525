package dev.gitopsbinding.http;

/**
 * The head of a request, and what was received behind it.
 *
 * @param rest the begin of the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RequestStart(RequestHead head, byte[] rest) {}
