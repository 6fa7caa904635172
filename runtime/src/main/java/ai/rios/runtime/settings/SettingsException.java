package ai.rios.runtime.settings;

/** The settings cannot be used; the message names the setting, where it was set and what is wrong. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
