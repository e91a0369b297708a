/** The part of bpmn-js that the editor of flows uses; its own types cannot be found from a module of this kind. */
declare module 'bpmn-js/lib/Modeler' {
  export default class Modeler {
    constructor(options: { container: HTMLElement; additionalModules: readonly object[] });
    importXML(xml: string): Promise<{ warnings: string[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml?: string }>;
    get<Service>(name: string): Service;
    on(event: string, listener: () => void): void;
  }
}
