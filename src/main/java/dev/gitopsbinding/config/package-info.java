/** The operator's settings, read from environment variables into typed values. */
package dev.gitopsbinding.config;
