# ruff: noqa: E501 (sentences are not broken where a language counts longer)
"""What the documents of the demonstrated consultation say, in four languages; all of it is generated."""

CONCEPT_NOTE = {
    "en": {
        "title": "Concept note: from recommendations to change",
        "generated": "Generated for demonstration. No organisation has written or approved this text.",
        "sections": [
            (
                "Why we meet",
                "States accept most of the recommendations that the Universal Periodic Review makes to them. Far less is known of what follows. Civil society sees it from close by.",
                "Two days of dialogue bring together those who monitor, those who report and those who carry out.",
            ),
            (
                "What we ask",
                "Which recommendations led to a change that people can feel? What made the difference?",
                "What does civil society need to follow up for four and a half years, and who can provide it?",
            ),
            (
                "What comes of it",
                "Rapporteurs take notes of each sub-topic. A report carries the proposals to States, United Nations agencies and those who shape the mechanism. It is published in all languages of the meeting.",
            ),
        ],
    },
    "fr": {
        "title": "Note conceptuelle : des recommandations au changement",
        "generated": "Texte généré pour la démonstration. Aucune organisation ne l’a rédigé ni approuvé.",
        "sections": [
            (
                "Pourquoi cette rencontre",
                "Les États acceptent la plupart des recommandations que leur adresse l’Examen périodique universel. On en connaît bien moins les suites. La société civile les voit de près.",
                "Deux journées de dialogue réunissent celles et ceux qui observent, qui rapportent et qui mettent en œuvre.",
            ),
            (
                "Nos questions",
                "Quelles recommandations ont mené à un changement sensible pour la population ? Qu’est-ce qui a compté ?",
                "De quoi la société civile a-t-elle besoin pour un suivi de quatre ans et demi, et qui peut le fournir ?",
            ),
            (
                "Ce qui en sortira",
                "Des rapporteurs prennent des notes pour chaque sous-thème. Un rapport porte les propositions aux États, aux organismes des Nations Unies et à celles et ceux qui façonnent le mécanisme. Il paraît dans toutes les langues de la rencontre.",
            ),
        ],
    },
    "es": {
        "title": "Nota conceptual: de las recomendaciones al cambio",
        "generated": "Texto generado para la demostración. Ninguna organización lo ha redactado ni aprobado.",
        "sections": [
            (
                "Por qué nos reunimos",
                "Los Estados aceptan la mayoría de las recomendaciones que les hace el Examen Periódico Universal. De lo que sigue se sabe mucho menos. La sociedad civil lo ve de cerca.",
                "Dos días de diálogo reúnen a quienes observan, a quienes informan y a quienes aplican.",
            ),
            (
                "Qué preguntamos",
                "¿Qué recomendaciones condujeron a un cambio que la población nota? ¿Qué fue decisivo?",
                "¿Qué necesita la sociedad civil para un seguimiento de cuatro años y medio, y quién puede darlo?",
            ),
            (
                "Qué saldrá de ello",
                "Los relatores toman notas de cada subtema. Un informe lleva las propuestas a los Estados, a los organismos de las Naciones Unidas y a quienes dan forma al mecanismo. Se publica en todos los idiomas de la reunión.",
            ),
        ],
    },
    "ar": {
        "title": "مذكرة مفاهيمية: من التوصيات إلى التغيير",
        "generated": "نص مُولَّد للعرض التوضيحي. لم تكتبه أي منظمة ولم توافق عليه.",
        "sections": [
            (
                "لماذا نجتمع",
                "تقبل الدول معظم التوصيات التي يوجهها إليها الاستعراض الدوري الشامل، أما ما يلي ذلك فالمعروف عنه أقل بكثير. والمجتمع المدني يراه عن قرب.",
                "يجمع يومان من الحوار من يرصدون ومن يقدّمون التقارير ومن ينفّذون.",
            ),
            (
                "ما نسأل عنه",
                "أي التوصيات أدّت إلى تغيير يشعر به الناس؟ وما الذي أحدث الفرق؟",
                "ما الذي يحتاجه المجتمع المدني للمتابعة مدة أربع سنوات ونصف السنة، ومن يستطيع توفيره؟",
            ),
            (
                "ما ينتج عن ذلك",
                "يدوّن المقررون ملاحظات عن كل موضوع فرعي، ويحمل تقرير المقترحات إلى الدول ووكالات الأمم المتحدة والقائمين على الآلية، ويُنشر بجميع لغات الاجتماع.",
            ),
        ],
    },
}

GUIDANCE = {
    "en": {
        "title": "How to take the floor",
        "text": "You have two minutes. In English these are about 280 words, read calmly.\n\n"
        "Begin with who you speak for. Say one thing, and what should follow from it.\n\n"
        "Interpreters hear you for the first time. Give them your text beforehand, on the page of your registration. "
        "Say figures and names slowly.\n\n"
        "You need not give your name. The public list shows what you choose.\n\n"
        "If your connection breaks, the moderator may read your text, if you have allowed it.\n\n"
        "Generated for demonstration.",
    },
    "fr": {
        "title": "Comment prendre la parole",
        "text": "Vous avez deux minutes. En français, cela fait environ 240 mots, lus calmement.\n\n"
        "Commencez par dire au nom de qui vous parlez. Dites une seule chose, et ce qui devrait en découler.\n\n"
        "Les interprètes vous entendent pour la première fois. Donnez-leur votre texte à l’avance, sur la page de votre "
        "inscription. Dites lentement les chiffres et les noms.\n\n"
        "Rien ne vous oblige à donner votre nom. La liste publique montre ce que vous choisissez.\n\n"
        "Si votre connexion s’interrompt, la personne qui modère peut lire votre texte, si vous l’avez permis.\n\n"
        "Texte généré pour la démonstration.",
    },
    "es": {
        "title": "Cómo tomar la palabra",
        "text": "Tiene dos minutos. En español son unas 270 palabras, leídas con calma.\n\n"
        "Empiece por decir en nombre de quién habla. Diga una sola cosa, y lo que debería seguir de ella.\n\n"
        "Los intérpretes le oyen por primera vez. Entrégueles su texto antes, en la página de su inscripción. "
        "Diga despacio las cifras y los nombres.\n\n"
        "No tiene que dar su nombre. La lista pública muestra lo que usted elige.\n\n"
        "Si se corta su conexión, quien modera puede leer su texto, si usted lo ha permitido.\n\n"
        "Texto generado para la demostración.",
    },
    "ar": {
        "title": "كيف تأخذون الكلمة",
        "text": "لديكم دقيقتان، أي نحو 170 كلمة بالعربية تُقرأ بهدوء.\n\n"
        "ابدؤوا بمن تتكلمون باسمه، وقولوا شيئاً واحداً وما ينبغي أن يترتب عليه.\n\n"
        "يسمعكم المترجمون الشفويون لأول مرة، فسلّموهم نصكم مسبقاً من صفحة تسجيلكم، وقولوا الأرقام والأسماء ببطء.\n\n"
        "لستم ملزمين بذكر أسمائكم، فالقائمة العلنية تُظهر ما تختارونه.\n\n"
        "إذا انقطع اتصالكم جاز لمن يدير الجلسة أن يقرأ نصكم إن سمحتم بذلك.\n\n"
        "نص مُولَّد للعرض التوضيحي.",
    },
}

TO_COME = {
    "title": "What happens after the meeting",
    "text": "Rapporteurs hand in their notes within two weeks. The report follows.\n\nGenerated for demonstration.",
}
